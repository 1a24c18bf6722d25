require 'rack'
require_relative 'lib/shop'

use Rack::Static, urls: ['/static'], root: 'public'
run Shop::Server
