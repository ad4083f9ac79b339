import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Runs the class of one test file and tells, with the word from standard input, that it ran to its end. */
public final class PawlJudge {
  private PawlJudge() {}

  public static void main(String[] arguments) throws Exception {
    String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    FileOutputStream results = new FileOutputStream(FileDescriptor.out);
    boolean[] threadFailed = {false};
    Thread.setDefaultUncaughtExceptionHandler((thread, error) -> {
      threadFailed[0] = true;
      error.printStackTrace();
    });
    List<String> cases = new ArrayList<>();
    boolean passed = run(Class.forName(arguments[0]), cases);
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread != Thread.currentThread() && !thread.isDaemon() && thread.getThreadGroup() == Thread.currentThread().getThreadGroup()) thread.join();
    }
    passed = passed && !threadFailed[0];
    System.out.flush();
    System.err.flush();
    String told = "\n" + line + (passed ? " passed " : " failed ") + "{\"results\":[" + String.join(",", cases) + "]}\n";
    results.write(told.getBytes(StandardCharsets.UTF_8));
    results.flush();
    Runtime.getRuntime().halt(passed ? 0 : 1);
  }

  private static boolean run(Class<?> test, List<String> cases) throws Exception {
    Method main = null;
    try {
      main = test.getDeclaredMethod("main", String[].class);
    } catch (NoSuchMethodException missing) {
      // A class with methods called test… then.
    }
    if (main != null) {
      main.setAccessible(true);
      return invoke(main, null, (Object) new String[0]) == null;
    }
    boolean passed = true;
    for (Method method : test.getDeclaredMethods()) {
      if (!method.getName().startsWith("test") || method.getParameterCount() != 0) continue;
      method.setAccessible(true);
      long startedAt = System.nanoTime();
      Throwable error;
      if (Modifier.isStatic(method.getModifiers())) {
        error = invoke(method, null);
      } else {
        var constructor = test.getDeclaredConstructor();
        constructor.setAccessible(true);
        error = invoke(method, constructor.newInstance());
      }
      double milliseconds = (System.nanoTime() - startedAt) / 1e6;
      cases.add("{\"name\":\"" + method.getName() + "\",\"status\":\"" + (error == null ? "passed" : "failed") + "\",\"durationMs\":" + milliseconds
          + (error == null ? "" : ",\"message\":\"" + quoted(error.toString()) + "\"") + "}");
      passed &= error == null;
    }
    return passed && !cases.isEmpty();
  }

  private static Throwable invoke(Method method, Object on, Object... arguments) throws IllegalAccessException {
    try {
      method.invoke(on, arguments);
      return null;
    } catch (InvocationTargetException error) {
      error.getCause().printStackTrace();
      return error.getCause();
    }
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder();
    for (char each : text.substring(0, Math.min(text.length(), 2000)).toCharArray()) {
      if (each == '"' || each == '\\') quoted.append('\\').append(each);
      else if (each < ' ') quoted.append(String.format("\\u%04x", (int) each));
      else quoted.append(each);
    }
    return quoted.toString();
  }
}
