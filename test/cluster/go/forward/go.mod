module plinth.example/cluster/forward

go 1.26.0

require golang.org/x/sys v0.47.0
