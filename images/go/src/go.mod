module server.example/server

go 1.24
