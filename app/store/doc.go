// Package store is the station's database: one encrypted SQLite file
// (station.db) that holds the journal, the tables that follow from it, and what
// the central system said.
//
// What it promises:
//
//   - an act is there in full, entry and tables, and on the disk when Write
//     returns, or it is not there at all;
//   - no byte of a person's is in clear on the disk (see cipherfs and keys);
//   - every entry is chained and signed; Rebuild makes the tables anew from the
//     journal and from what central sent, and they are equal;
//   - a legal number is used once;
//   - reading never waits for writing, nor writing for reading, and two
//     processes may have the same station open.
//
// What it never does: it makes no decision of an office, it talks to no
// network, and it never replaces a database that does not open by a new one.
//
// # What central knows, and what the station has done since
//
// A record or a petition is shown as central last sent it (its trunk) with the
// station's own entries on top that central has not yet taken in. An entry
// counts until central has accepted it and the trunk's version has reached the
// version that the verdict names; an entry that central set aside counts only
// while central has not yet sent the thing at all.
//
// # Versions of the tables
//
// The tables have a version, and a migration leads from each to the next. So far
// none of them went out with a release: all were made before the first. They are
// kept one by one all the same, with a fixture each (testdata), because offices
// that try the program have databases of every one, and a migration that is taken
// out shuts those stations. The rows of neighbouring fixtures are alike where the
// version changed only how they are found. From the first release on a fixture is
// due for each released version.
package store
