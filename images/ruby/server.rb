# Says what it was asked for, in JSON.
require 'json'
require 'webrick'

server = WEBrick::HTTPServer.new(Port: 8080)
server.mount_proc '/' do |request, response|
  response.content_type = 'application/json'
  response.body = "#{JSON.generate(method: request.request_method, path: request.path)}\n"
end
# The first process of a container has no handler of its own.
trap('TERM') { server.shutdown }
server.start
