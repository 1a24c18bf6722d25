module Shop
  module Reports
    class Year
      def text = 'report of the year'
    end
  end
end
