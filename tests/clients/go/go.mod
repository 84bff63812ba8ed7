module example.org/journey

go 1.19

require example.org/cqchub v0.0.0

// What the generator made: it needs nothing but the standard library.
replace example.org/cqchub => ./cqchub
