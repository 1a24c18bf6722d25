require 'mkmf'
create_makefile('shop_native')
