// Global functions, called by attributes of the page. The attributes travel as text, and only those that the target's own page
// holds as well are taken over: the functions are always its own.

function add(event) {
  event.preventDefault();
  const field = document.querySelector("#todo-text");
  const text = field.value.trim();
  if (!text) return;
  const item = document.querySelector("#todo").content.firstElementChild.cloneNode(true);
  item.querySelector(".text").textContent = text;
  item.querySelector(".destroy").setAttribute("aria-label", `Remove ${text}`);
  document.querySelector(".todo-list").append(item);
  field.value = "";
  countLeft();
}

function toggle(box) {
  box.closest("label").classList.toggle("done", box.checked);
  countLeft();
}

function destroy(button) {
  button.closest("li").remove();
  countLeft();
}

function countLeft() {
  const all = document.querySelectorAll(".todo-list li").length;
  const open = all - document.querySelectorAll(".todo-list .done").length;
  document.querySelector(".left").textContent = all === 0 ? "" : open === 0 ? "All done" : `${open} of ${all} left`;
}
