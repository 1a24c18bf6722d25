import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** Says what it was asked for, in JSON. */
final class Server {
  public static void main(String[] args) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(8080), 0);
    server.createContext("/", Server::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getRawPath();
    var text = "{\"method\": \"%s\", \"path\": \"%s\"}\n".formatted(exchange.getRequestMethod(), path);
    var body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    try (var out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
