// @ts-check
// What makes a page as heavy as the real ones are: tasks that block its main thread, and scripts that come late.
'use strict';

(() => {
  const config = JSON.parse(document.getElementById('practice-config').textContent);
  const own = config.faults.by_slug[config.person && config.person.slug] || {};
  const millis = (name) => Number((name in own ? own[name] : config.faults.all[name]) || 0);

  const end = performance.now() + millis('long_tasks');
  const busy = () => {
    const until = performance.now() + 90;
    while (performance.now() < until);
    if (performance.now() < end) setTimeout(busy, 120);
  };
  if (millis('long_tasks')) setTimeout(busy, 40);

  const bring = (address) => {
    const script = document.createElement('script');
    script.src = address;
    script.async = false;
    document.body.append(script);
  };
  const then = document.currentScript.dataset.then;
  if (then) setTimeout(() => then.split(' ').forEach(bring), millis('hydrates_late'));
})();
