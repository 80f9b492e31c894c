// SPDX-License-Identifier: MIT
import java.nio.file.*;
import java.sql.*;
import java.util.*;

public class Java {
  // recipe
  // class path: sqlite-jdbc.jar
  static Connection connect(String path) throws SQLException {
    org.sqlite.SQLiteConfig config = new org.sqlite.SQLiteConfig();
    config.enableLoadExtension(true);
    Connection db = DriverManager.getConnection("jdbc:sqlite:" + path, config.toProperties());
    try (Statement statement = db.createStatement()) {
      statement.execute("SELECT load_extension('./dist/glue_connections')");
    }
    return db;
  }

  // end
  static Connection db;

  static List<List<Object>> execute(String sql, List<Object> values) throws SQLException {
    List<List<Object>> rows = new ArrayList<>();
    try (PreparedStatement statement = db.prepareStatement(sql)) {
      for (int i = 0; i < values.size(); i++) statement.setObject(i + 1, values.get(i));
      if (!statement.execute()) return rows;
      ResultSet result = statement.getResultSet();
      while (result.next()) {
        List<Object> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) row.add(result.getObject(i));
        rows.add(row);
      }
    }
    return rows;
  }

  static Object convert(String value) {
    if (!value.startsWith("#")) return value;
    return value.contains(".") ? (Object) Double.valueOf(value.substring(1)) : Integer.valueOf(value.substring(1));
  }

  static String text(List<List<Object>> rows) {
    StringJoiner out = new StringJoiner("; ");
    for (List<Object> row : rows) {
      StringJoiner line = new StringJoiner("|");
      for (Object value : row) line.add(value == null ? "" : value.toString());
      out.add(line.toString());
    }
    return rows.isEmpty() ? "ok" : out.toString();
  }

  public static void main(String[] arguments) throws Exception {
    db = connect("catalog.db");
    System.out.println("sqlite: " + text(execute("SELECT sqlite_version()", List.of())));
    for (String step : Files.readAllLines(Path.of("steps.tsv"))) {
      String[] parts = step.split("\t", -1);
      List<Object> values = new ArrayList<>();
      for (int i = 2; i < parts.length; i++) values.add(convert(parts[i]));
      List<List<Object>> rows = new ArrayList<>();
      try {
        if (parts[1].equals("@reopen")) {
          db.close();
          db = connect("catalog.db");
        } else if (parts[1].equals("@copy")) {
          for (List<Object> row : execute("SELECT * FROM connections", List.of())) {
            execute("INSERT INTO " + parts[2] + " VALUES(?" + ", ?".repeat(row.size() - 1) + ")", row);
          }
        } else {
          rows = execute(parts[1], values);
        }
      } catch (SQLException error) {
        System.out.println(parts[0] + ": " + error.getMessage());
        continue;
      }
      System.out.println(parts[0] + ": " + text(rows));
    }
  }
}
