/* The page on which somebody types in what no machine could read: saves the draft as they type. Without this script
   the Save draft button does the same. */
(function () {
  "use strict";
  window.putrightAutosave(document.querySelector("form[data-typing]"), { name: "save", value: "draft" }, function (answer) {
    return answer.ok;
  });
})();
