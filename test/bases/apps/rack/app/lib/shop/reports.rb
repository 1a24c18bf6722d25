module Shop
  module Reports
    autoload :Year, "#{__dir__}/reports/year"
  end
end
