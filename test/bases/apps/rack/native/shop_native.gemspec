Gem::Specification.new do |gem|
  gem.name = 'shop_native'
  gem.version = '1.0'
  gem.summary = 'Sums the bytes of a text'
  gem.authors = ['shop']
  gem.license = 'Apache-2.0'
  gem.homepage = 'https://shop.example'
  gem.files = ['ext/extconf.rb', 'ext/shop_native.c']
  gem.extensions = ['ext/extconf.rb']
end
