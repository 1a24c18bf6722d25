module Shop
  # Pages by their names; each requires what it needs.
  module Page
    class << self
      def json
        require 'json'
        JSON.generate(JSON.parse('{"answer": 42}'))
      end

      def yaml
        require 'yaml'
        YAML.load_file('settings.yml').fetch('currency')
      end

      def tls
        require 'openssl'
        store = OpenSSL::X509::Store.new.tap(&:set_default_paths)
        key = OpenSSL::PKey::EC.generate('prime256v1')
        bundle = File.read(OpenSSL::X509::DEFAULT_CERT_FILE)
        "#{store.class} #{key.group.curve_name} #{bundle.scan('BEGIN CERTIFICATE').size > 100}"
      end

      def zone
        was = ENV['TZ']
        ENV['TZ'] = 'Asia/Tokyo'
        Time.at(1_767_268_800).to_s
      ensure
        ENV['TZ'] = was
      end

      def zone_gem
        require 'tzinfo'
        TZInfo::Timezone.get('Europe/Berlin').utc_to_local(Time.utc(2026, 7, 1, 12)).hour
      end

      def native
        require 'shop_native'
        ShopNative.sum('shop')
      end

      def encoding
        '東京'.encode('EUC-JP').unpack1('H*')
      end

      def autoload
        Reports::Year.new.text
      end

      def template
        require 'erb'
        ERB.new(File.read("#{__dir__}/../../views/page.erb"), trim_mode: '-').result_with_hash(title: 'Page')
      end

      def digest
        require 'digest'
        require 'securerandom'
        require 'zlib'
        "#{Digest::SHA256.hexdigest('shop')[0, 8]} #{SecureRandom.hex(4).size} #{Zlib.crc32('shop')}"
      end

      def gems
        Gem::Specification.map(&:name).select { |name| %w[rack rackup shop_native tzinfo webrick].include?(name) }.uniq.sort.join(' ')
      end

      def library
        names = %w[bigdecimal csv date delegate erb etc fiddle fileutils find forwardable io/console ipaddr logger monitor net/http
                   objspace observer open3 optparse ostruct pathname pp psych pstore resolv ripper set shellwords singleton
                   socket stringio strscan tempfile time timeout tmpdir tsort uri weakref]
        missing = names.reject { |name| require(name) || true rescue LoadError }
        missing.empty? ? 'all' : missing.join(' ')
      end

      def sum
        require 'open3'
        output, = Open3.capture2('dc', stdin_data: "6 7 * p\n")
        output.strip
      end
    end
  end
end
