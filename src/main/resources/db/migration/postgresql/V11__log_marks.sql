-- What decides who is told of the log of changes, found without reading an object's whole history: when it was pending,
-- when it came to its owner, and when it was hidden or shown. The log's JSON has no blanks, and no quotes inside names.
CREATE INDEX change_pending ON change (type, object_id, version)
    WHERE strpos(after_json, '"status":"pending"') > 0 OR strpos(before_json, '"status":"pending"') > 0;
CREATE INDEX change_owner ON change (type, object_id, version)
    WHERE operation = 'create' OR operation = 'revive' OR strpos(before_json, '"org_id":') > 0
        OR strpos(before_json, '"net_id":') > 0 OR strpos(before_json, '"ix_id":') > 0
        OR strpos(before_json, '"ixlan_id":') > 0 OR strpos(before_json, '"carrier_id":') > 0;
CREATE INDEX change_level ON change (type, object_id, version)
    WHERE strpos(before_json, '"visible":') > 0;
