module example.org/journey

go 1.19

require (
	example.org/cqchub v0.0.0
	golang.org/x/oauth2 v0.3.0
)

// What the generator made, and what that needs beside the standard library, as Debian packs it.
replace (
	example.org/cqchub => ./cqchub
	golang.org/x/net => /usr/share/gocode/src/golang.org/x/net
	golang.org/x/oauth2 => /usr/share/gocode/src/golang.org/x/oauth2
)
