/* The page of a letter: saves the draft as you type. Without this script the Save draft button does the same. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-letter]");

  window.putrightAutosave(form, { name: "do", value: "save" }, function (answer, saved) {
    if (answer.status === 409) return false;
    form.elements.version.value = saved.version;
    Object.keys(saved.was).forEach(function (key) {
      var field = form.elements["was:" + key];
      if (field) field.value = saved.was[key];
    });
    return true;
  });
})();
