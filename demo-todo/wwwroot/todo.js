// The todo list. Its state is the page: the items, their ticks and what is being typed live in the DOM and nowhere else.

const field = document.querySelector("#todo-text");
const list = document.querySelector(".todo-list");
const left = document.querySelector(".left");
const template = document.querySelector("#todo");

/** Adds what the field holds to the list; a `submit` listener of the form. */
export function add(event) {
  event.preventDefault();
  const text = field.value.trim();
  if (text) {
    list.append(item(text));
    field.value = "";
    countLeft();
  }
  field.focus();
}

/** Marks an item as done or not; a `change` listener of its tick box. */
export function toggle(event) {
  const box = event.currentTarget;
  box.closest("li").querySelector("label").classList.toggle("done", box.checked);
  countLeft();
}

/** Takes an item from the list; a `click` listener of its button. */
export function destroy(event) {
  const gone = event.currentTarget.closest("li");
  const next = gone.nextElementSibling ?? gone.previousElementSibling;
  gone.remove();
  countLeft();
  // The button that had the focus is gone: the keyboard goes on at the next one.
  (next?.querySelector(".destroy") ?? field).focus();
}

function item(text) {
  const added = template.content.firstElementChild.cloneNode(true);
  added.querySelector(".text").textContent = text;
  const button = added.querySelector(".destroy");
  button.setAttribute("aria-label", `Remove ${text}`);
  button.addEventListener("click", destroy);
  added.querySelector(".toggle").addEventListener("change", toggle);
  return added;
}

function countLeft() {
  const all = list.children.length;
  const open = all - list.querySelectorAll(".done").length;
  left.textContent = all === 0 ? "" : open === 0 ? "All done" : `${open} of ${all} left`;
}

document.querySelector("form").addEventListener("submit", add);
