module peerage/clients

go 1.24

require github.com/gmazoyer/peeringdb v0.1.0
