/**
 * Controls remember whether anybody gave them a value (HTML: the dirty flags). No property shows it, but a clone has it too: it
 * shows in whether the clone follows its default.
 */

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** Clones live here, where nothing loads and no custom element is made. */
const inert = document.implementation.createHTMLDocument("");

/** Whether somebody gave a control its value or tick. That an option was chosen can't be found out. */
export function isDirty(control: Control, key: string): boolean {
  if (key === "selected") return false;
  const copy = inert.importNode(control) as HTMLInputElement;
  if (key === "checked") {
    copy.toggleAttribute("checked", !copy.checked);
    return copy.checked === (control as HTMLInputElement).checked;
  }
  // As text it takes whatever it is given.
  copy.removeAttribute("type");
  copy.defaultValue = `${control.value}.`;
  return copy.value !== copy.defaultValue;
}

/**
 * Gives controls their defaults as if nobody had given them anything else, which only the reset of a form does. Gives those that it
 * could. It is a form of Liquid's own, so that no other control is reset and no listener of the page hears of it.
 */
export function backToDefaults(controls: Control[]): Control[] {
  const able = controls.filter(
    control => control.isConnected && (control.hasAttribute("form") || control.form === control.closest("form")),
  );
  const scopes = new Set(able.map(control => control.getRootNode()));
  for (const scope of scopes) {
    const own = able.filter(control => control.getRootNode() === scope);
    const document = own[0]!.ownerDocument;
    const form = document.createElement("form");
    form.id = "liquid-defaults";
    form.hidden = true;
    form.setAttribute("data-liquid-ignore", "");
    (scope === document ? document.documentElement : scope).appendChild(form);
    const names = own.map(control => control.getAttribute("form"));
    for (const control of own) control.setAttribute("form", form.id);
    const hush = (event: Event) => event.stopImmediatePropagation();
    // A frame that was taken out has no window, and nobody hears.
    document.defaultView?.addEventListener("reset", hush, { capture: true });
    // By way of the prototype: a control of the name "reset" would hide the method.
    HTMLFormElement.prototype.reset.call(form);
    document.defaultView?.removeEventListener("reset", hush, { capture: true });
    for (const [index, control] of own.entries()) {
      const name = names[index]!;
      if (name === null) control.removeAttribute("form");
      else control.setAttribute("form", name);
    }
    form.remove();
  }
  return able;
}
