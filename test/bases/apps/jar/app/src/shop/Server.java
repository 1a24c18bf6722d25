package shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/** A shop whose first page needs little, and whose others need much. */
public final class Server {
    private final HttpServer server;

    private Server() throws IOException {
        server = HttpServer.create(new InetSocketAddress(8080), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    }

    public static void main(String[] arguments) throws IOException {
        Server shop = new Server();
        shop.page("/", () -> "shop");
        shop.page("/tls", Features::tls);
        shop.page("/authorities", Features::authorities);
        shop.page("/jmx", Features::jmx);
        shop.page("/picture", Features::picture);
        shop.page("/charset", Features::charset);
        shop.page("/locale", Features::locale);
        shop.page("/zone", Features::zone);
        shop.page("/xml", Features::xml);
        shop.page("/host", Features::host);
        shop.page("/archive", Features::archive);
        shop.page("/greeting", Server::greeting);
        // Named by a word, as plug-ins are.
        shop.page("/plugin", () -> Class.forName("shop.Plugin").getDeclaredConstructor().newInstance().toString());
        shop.server.start();
    }

    private static String greeting() throws IOException {
        try (InputStream stream = Server.class.getResourceAsStream("greeting.txt")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    private void page(String path, Callable<String> content) {
        server.createContext(path, exchange -> answer(exchange, path, content));
    }

    private static void answer(HttpExchange exchange, String path, Callable<String> content) throws IOException {
        int status = exchange.getRequestURI().getPath().equals(path) ? 200 : 404;
        String text = "no such page";
        try {
            if (status == 200) text = content.call();
        } catch (Throwable error) {
            error.printStackTrace();
            status = 500;
            text = error.toString();
        }
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
