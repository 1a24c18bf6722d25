# A shop whose first page needs little, and whose others need much.
module Shop
  autoload :Page, "#{__dir__}/shop/page"
  autoload :Reports, "#{__dir__}/shop/reports"

  # Answers a request by the page of its path.
  Server = lambda do |env|
    path = env['PATH_INFO']
    return [200, { 'content-type' => 'text/plain' }, ["shop\n"]] if path == '/'

    name = path.delete_prefix('/').tr('/', '_')
    return [404, {}, ["no such page\n"]] unless Page.respond_to?(name)

    [200, { 'content-type' => 'text/plain; charset=utf-8' }, ["#{Page.public_send(name)}\n"]]
  rescue StandardError, LoadError => error
    warn error.full_message
    [500, {}, ["#{error.class}: #{error.message}\n"]]
  end
end
