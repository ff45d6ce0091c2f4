// Reads every type with github.com/gmazoyer/peeringdb, whole and one row alone, and asks for what is not there.
//
// usage: main BASE_URL
//
// Prints {"all": {"net": {"1": "2020-02-11T08:11:13Z", ...}, ...}, "alone": {...}, "absent": {"net": "...", ...}};
// "alone" holds the last row of each list, asked for by its id.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"time"

	"github.com/gmazoyer/peeringdb"
)

const nobody = 999999999

type updates map[int]time.Time

type readings struct {
	All    map[string]updates `json:"all"`
	Alone  map[string]updates `json:"alone"`
	Absent map[string]string  `json:"absent"`
}

// read asks for all rows of a type, for the last of them again, and for one that there is not.
func read[T any](
	into *readings,
	tag string,
	all func(context.Context) ([]T, error),
	alone func(context.Context, int) (*T, error),
	key func(T) (int, time.Time),
) {
	ctx := context.Background()
	rows, err := all(ctx)
	if err != nil {
		log.Fatalf("%s: %v", tag, err)
	}
	if len(rows) == 0 {
		log.Fatalf("%s: no rows", tag)
	}
	into.All[tag] = updates{}
	last := 0
	for _, row := range rows {
		id, updated := key(row)
		into.All[tag][id] = updated
		last = id
	}

	row, err := alone(ctx, last)
	if err != nil || row == nil {
		log.Fatalf("%s %d: %v, %v", tag, last, row, err)
	}
	id, updated := key(*row)
	into.Alone[tag] = updates{id: updated}

	row, err = alone(ctx, nobody)
	if row != nil {
		log.Fatalf("%s %d: found: %v", tag, nobody, row)
	}
	into.Absent[tag] = fmt.Sprint(err)
}

func main() {
	api := peeringdb.NewAPI(peeringdb.WithURL(os.Args[1] + "/api/"))
	into := &readings{All: map[string]updates{}, Alone: map[string]updates{}, Absent: map[string]string{}}

	read(into, "org", api.GetAllOrganizations, api.GetOrganizationByID,
		func(row peeringdb.Organization) (int, time.Time) { return row.ID, row.Updated })
	read(into, "campus", api.GetAllCampuses, api.GetCampusByID,
		func(row peeringdb.Campus) (int, time.Time) { return row.ID, row.Updated })
	read(into, "fac", api.GetAllFacilities, api.GetFacilityByID,
		func(row peeringdb.Facility) (int, time.Time) { return row.ID, row.Updated })
	read(into, "net", api.GetAllNetworks, api.GetNetworkByID,
		func(row peeringdb.Network) (int, time.Time) { return row.ID, row.Updated })
	read(into, "ix", api.GetAllInternetExchanges, api.GetInternetExchangeByID,
		func(row peeringdb.InternetExchange) (int, time.Time) { return row.ID, row.Updated })
	read(into, "carrier", api.GetAllCarriers, api.GetCarrierByID,
		func(row peeringdb.Carrier) (int, time.Time) { return row.ID, row.Updated })
	read(into, "carrierfac", api.GetAllCarrierFacilities, api.GetCarrierFacilityByID,
		func(row peeringdb.CarrierFacility) (int, time.Time) { return row.ID, row.Updated })
	read(into, "ixfac", api.GetAllInternetExchangeFacilities, api.GetInternetExchangeFacilityByID,
		func(row peeringdb.InternetExchangeFacility) (int, time.Time) { return row.ID, row.Updated })
	read(into, "ixlan", api.GetAllInternetExchangeLANs, api.GetInternetExchangeLANByID,
		func(row peeringdb.InternetExchangeLAN) (int, time.Time) { return row.ID, row.Updated })
	read(into, "ixpfx", api.GetAllInternetExchangePrefixes, api.GetInternetExchangePrefixByID,
		func(row peeringdb.InternetExchangePrefix) (int, time.Time) { return row.ID, row.Updated })
	read(into, "poc", api.GetAllNetworkContacts, api.GetNetworkContactByID,
		func(row peeringdb.NetworkContact) (int, time.Time) { return row.ID, row.Updated })
	read(into, "netfac", api.GetAllNetworkFacilities, api.GetNetworkFacilityByID,
		func(row peeringdb.NetworkFacility) (int, time.Time) { return row.ID, row.Updated })
	read(into, "netixlan", api.GetAllNetworkInternetExchangeLANs, api.GetNetworkInternetExchangeLANByID,
		func(row peeringdb.NetworkInternetExchangeLAN) (int, time.Time) { return row.ID, row.Updated })

	if err := json.NewEncoder(os.Stdout).Encode(into); err != nil {
		log.Fatal(err)
	}
}
