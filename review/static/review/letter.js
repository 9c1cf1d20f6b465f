/* The page of a letter: saves the draft on the server as you type; nothing is kept in the browser. Without this
   script the Save draft button does the same. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-letter]");
  var state = document.getElementById("pr-saved");
  if (!form || !state || !window.fetch) return;
  var timer = null,
    pending = null,
    changed = false,
    clash = false,
    leaving = false;

  function show(words) {
    state.textContent = words;
  }

  function save() {
    timer = null;
    changed = false;
    var data = new FormData(form);
    data.set("do", "save");
    pending = fetch(form.action, {
      method: "POST",
      credentials: "same-origin",
      headers: { Accept: "application/json" },
      body: new URLSearchParams(data),
      redirect: "error",
    })
      .then(function (answer) {
        if (!answer.ok && answer.status !== 409) throw new Error(answer.status);
        return answer.json().then(function (saved) {
          if (answer.status === 409) {
            clash = true;
            changed = true;
          } else {
            form.elements.version.value = saved.version;
            Object.keys(saved.was).forEach(function (key) {
              var field = form.elements["was:" + key];
              if (field) field.value = saved.was[key];
            });
          }
          show(saved.words);
        });
      })
      .catch(function () {
        changed = true;
        show("Not saved. Press Save draft before you leave this page.");
      })
      .then(function () {
        pending = null;
      });
  }

  form.addEventListener("input", function () {
    changed = true;
    if (clash) return;
    show("Not saved yet");
    clearTimeout(timer);
    timer = setTimeout(function later() {
      if (pending) pending.then(later);
      else save();
    }, 1500);
  });

  /* A button waits for a save that is on its way, so that nobody clashes with themselves. */
  form.addEventListener("submit", function (event) {
    clearTimeout(timer);
    if (leaving) {
      event.preventDefault();
      return;
    }
    if (pending) {
      event.preventDefault();
      var button = event.submitter;
      pending.then(function () {
        form.requestSubmit(button);
      });
      return;
    }
    leaving = true;
  });

  /* Coming back with the browser's own button shows the page as it was left: it may be sent again. */
  window.addEventListener("pageshow", function () {
    leaving = false;
  });

  window.addEventListener("beforeunload", function (event) {
    if (changed && !leaving) event.preventDefault();
  });
})();
