core.register_service('fetch', 'http', function(applet)
  local answer = core.httpclient():get { url = os.getenv('GREETING') }
  applet:set_status(answer.status)
  applet:start_response()
  applet:send(answer.body)
end)
