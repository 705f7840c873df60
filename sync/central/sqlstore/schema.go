package sqlstore

// migrations bring a database from one version to the next; what stands here
// is never changed, only added to. {bytes} and {long} are the database's types
// of byte strings and of 64-bit integers. Every table's key begins with the
// office or with something that belongs to one office, so that a
// PostgreSQL-compatible cluster can keep an office's rows together.
var migrations = []string{
	`
create table office (
	id text primary key, country text not null, name text not null, position {long} not null
);
create table station (
	name text primary key, office text not null, state text not null, journal_key {bytes} not null, serial text not null, expires {long} not null,
	through {long} not null, head {bytes} not null, enrolled {long} not null, contact {long} not null, waiting {long} not null, clock_skew {long} not null,
	software text not null, cursor {long} not null, note text not null
);
create index station_office on station (office);
create table entry (
	station text not null, seq {long} not null, hash {bytes} not null, prev {bytes} not null, office text not null, received {long} not null, at {long} not null,
	officer text not null, kind text not null, subject text not null, base {long} not null, payload {bytes}, payload_hash {bytes} not null, signature {bytes},
	outcome text not null, reason text not null, position {long} not null, version {long} not null, fields text not null,
	primary key (station, seq)
);
create index entry_office on entry (office, received);
create index entry_aside on entry (office, outcome) where outcome <> 'accepted';
create table ruling (
	station text not null, seq {long} not null, at {long} not null, outcome text not null, reason text not null, position {long} not null, version {long} not null,
	resolved text not null, officer text not null,
	primary key (station, seq)
);
create table item (
	office text not null, what text not null, id text not null, version {long} not null, position {long} not null, body {bytes} not null,
	primary key (office, what, id)
);
create unique index item_position on item (office, position);
create index item_id on item (what, id);
create table lease (
	id text primary key, office text not null, station text not null, kind text not null, year {long} not null, first {long} not null, last {long} not null,
	format text not null, expires {long} not null, key_id {bytes} not null, signature {bytes} not null, given {long} not null
);
create index lease_office on lease (office);
create index lease_station on lease (station);
create table used (
	lease text not null, number {long} not null, text text not null, state text not null, reason text not null, station text not null, seq {long} not null,
	primary key (lease, number)
);
create table code (
	hash {bytes} primary key, office text not null, station text not null, expires {long} not null, used {long} not null
);
create table attachment (
	hash text primary key, office text not null, station text not null, size {long} not null, received {long} not null
);
create table chunk (
	hash text not null, n {long} not null, body {bytes} not null,
	primary key (hash, n)
);
create table setting (
	space text not null, id text not null, body {bytes} not null,
	primary key (space, id)
);
`,
	// who looked at a resident is asked for one resident among millions of entries
	`
create index entry_viewed on entry (subject, received) where kind = 'record.viewed';
`,
	// a block that a relay keeps for its office, and the key with which it hands it on
	`
alter table lease add column pool {bytes};
`,
}
