// @ts-check
// ---------------------------------------------------------------- after a click

// Answers of the site to the page's own requests since a moment (ui-evidence 13).
const ownRequests = () =>
  /** @type {PerformanceResourceTiming[]} */ (performance.getEntriesByType("resource"))
    .filter((e) => (e.initiatorType === "fetch" || e.initiatorType === "xmlhttprequest") && e.name.startsWith(location.origin + "/"));
const answersSince = (since) => ownRequests().filter((e) => e.startTime >= since).map((e) => e.responseStatus);

// The long tasks of the page's main thread: whether the browser tells of them, and when the last one ended. Our own looks are tasks
// too, and none of the page's.
const longTasks = () => {
  if (memory.tasks) return memory.tasks;
  const told = typeof PerformanceObserver === "function" && (PerformanceObserver.supportedEntryTypes || []).includes("longtask");
  const tasks = { told, ended: 0, looks: [] };
  memory.tasks = tasks;
  const isOurs = (task) =>
    tasks.looks.some(([begun, ended]) => Math.min(ended, task.startTime + task.duration) - Math.max(begun, task.startTime) > task.duration / 2);
  const note = (list) => {
    for (const task of list.getEntries()) if (!isOurs(task)) tasks.ended = Math.max(tasks.ended, task.startTime + task.duration);
  };
  if (told) new PerformanceObserver(note).observe({ type: "longtask", buffered: true });
  return tasks;
};
const noteLook = (begun, ended) => {
  if (ended - begun < 25) return;
  const { looks } = longTasks();
  looks.push([begun, ended]);
  if (looks.length > 50) looks.shift();
};

const readToasts = (name) => locateAll(name).map(visibleText).filter(Boolean);
