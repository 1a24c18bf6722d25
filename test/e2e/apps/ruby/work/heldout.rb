# What the check did not touch: gems, codecs, files, and TLS.
require 'csv'
require 'digest'
require 'erb'
require 'net/http'
require 'openssl'
require 'set'
require 'socket'
require 'tempfile'
require 'time'
require 'yaml'
require 'zlib'

def must(truth) = truth || raise("line #{caller_locations(1, 1)[0].lineno}")

must CSV.parse("a,\"b,c\"\n") == [['a', 'b,c']]
must YAML.load("a: [1, 2]\n") == { 'a' => [1, 2] }
must '€'.encode('ISO-8859-15').bytes == [0xa4]
must '日本'.encode('Shift_JIS').encode('UTF-8') == '日本'
must "e\u0301".unicode_normalize(:nfc) == 'é'
must Digest::SHA256.hexdigest('').start_with?('e3b0c442')
must Zlib.inflate(Zlib.deflate('x')) == 'x'
must ERB.new('<%= 6 * 7 %>').result == '42'
must Time.parse('1970-01-01T00:00:00Z').to_i.zero?
Tempfile.create { |file| must File.exist?(file.path) }

address = URI(ARGV[0])
Net::HTTP.start(address.host, address.port, use_ssl: true, ca_file: '/work/authority.crt') do |http|
  puts http.get(address.path).body
end
