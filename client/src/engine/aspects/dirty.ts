/**
 * Controls remember whether anybody gave them a value (HTML: the dirty flags). No property shows it, but a clone has it too: it
 * shows in whether the clone follows its default.
 */

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** Clones live here, where nothing loads and no custom element is made. */
const inert = document.implementation.createHTMLDocument("");

/** One of them is a value, and another one than the control's, whatever its type. */
const PROBES = ["", "1", "2", "2000-01-01", "2000-01", "2000-W01", "2000-01-01T10:10", "10:10", "#ffffff"];

/** Whether somebody gave a control its value or tick. That an option was chosen can't be found out. */
export function isDirty(control: Control, key: string): boolean {
  if (key === "selected") return false;
  const copy = inert.importNode(control) as HTMLInputElement;
  if (key === "checked") {
    copy.toggleAttribute("checked", !copy.checked);
    return copy.checked === (control as HTMLInputElement).checked;
  }
  return PROBES.every(probe => {
    copy.defaultValue = probe;
    return copy.value === control.value;
  });
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
    document.defaultView!.addEventListener("reset", hush, { capture: true });
    // By way of the prototype: a control of the name "reset" would hide the method.
    HTMLFormElement.prototype.reset.call(form);
    document.defaultView!.removeEventListener("reset", hush, { capture: true });
    for (const [index, control] of own.entries()) {
      const name = names[index]!;
      if (name === null) control.removeAttribute("form");
      else control.setAttribute("form", name);
    }
    form.remove();
  }
  return able;
}
