import $ from "jquery";
import { Liquid } from "/liquid/liquid.mjs";

// The state is the page, as in the main example. One listener on the list hears what happens in its items, those that arrive too:
// it was bound at load, to an element that stays.
$(".todo-list")
  .on("change", ".toggle", function () {
    $(this).closest("label").toggleClass("done", this.checked);
    countLeft();
  })
  .on("click", ".destroy", function () {
    $(this).closest("li").remove();
    countLeft();
  });

$("form").on("submit", event => {
  event.preventDefault();
  const text = $("#todo-text").val().trim();
  if (!text) return;
  const item = $($("#todo").prop("content").firstElementChild.cloneNode(true));
  item.find(".text").text(text);
  item.find(".destroy").attr("aria-label", `Remove ${text}`);
  item.appendTo(".todo-list");
  $("#todo-text").val("").trigger("focus");
  countLeft();
});

function countLeft() {
  const all = $(".todo-list li").length;
  const open = all - $(".todo-list .done").length;
  $(".left").text(all === 0 ? "" : open === 0 ? "All done" : `${open} of ${all} left`);
}

window.liquid = await Liquid.start({ url: "/liquid", panel: true });
