package parvis.suite.tasks;

/// What all of tasks read from and write to.
record Stores(TaskStore tasks, BoardStore boards, NewsStore news) {
  static Stores of() {
    return new Stores(new TaskStore(), new BoardStore(), new NewsStore());
  }
}
