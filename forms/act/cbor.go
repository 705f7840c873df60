package act

import "reflect"

// mapOfText makes a nested map decode as map[string]any, as JSON's do.
var mapOfText = reflect.TypeFor[map[string]any]()

func mode[M any](m M, err error) M {
	if err != nil {
		panic(err) // the options are constants of this package
	}
	return m
}
