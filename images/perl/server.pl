# Says what it was asked for, in JSON.
use v5.36;
use HTTP::Daemon;
use HTTP::Response;
use JSON::PP qw(encode_json);

# The first process of a container has no handler of its own.
$SIG{TERM} = sub { exit };
my $server = HTTP::Daemon->new(LocalAddr => '0.0.0.0', LocalPort => 8080, ReuseAddr => 1) or die "listen: $@\n";
while (my $client = $server->accept) {
    while (my $request = $client->get_request) {
        my $body = encode_json({ method => $request->method, path => $request->uri->path });
        $client->send_response(HTTP::Response->new(200, 'OK', ['Content-Type' => 'application/json'], "$body\n"));
    }
    $client->close;
}
