package parvis.platform.log;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import parvis.platform.db.Db;

/// A database that several processes of a test share.
record Address(String jdbc, String user, String password) {

  static Address of(String url) {
    var uri = URI.create(url);
    var login = uri.getUserInfo().split(":", 2);
    var jdbc = "jdbc:postgresql://" + uri.getHost() + ":" + uri.getPort() + uri.getPath();
    return new Address(jdbc, login[0], login[1]);
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbc, user, password);
  }

  Db db() {
    var settings = new HikariConfig();
    settings.setJdbcUrl(jdbc);
    settings.setUsername(user);
    settings.setPassword(password);
    settings.setMaximumPoolSize(4);
    settings.setMinimumIdle(0);
    return new Db(new HikariDataSource(settings));
  }

  /// Another JVM on this one's class path; it gets the address before its own arguments.
  Process java(Class<?> main, String... args) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                jdbc,
                user,
                password));
    command.addAll(List.of(args));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
