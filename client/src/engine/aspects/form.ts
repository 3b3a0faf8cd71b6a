import type { ControlState, ControlStates, Patch } from "../patch";
import { type Aspect, isNumbered, type Page } from "./aspect";

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** Typed values, ticks and chosen options, against the defaults that attributes and content give. */
export const form: Aspect<"form"> = {
  section: "form",

  isSound: value => isNumbered(value, ([, state]) => /^(string|boolean|object)$/.test(typeof state) && state !== null),

  capture(page) {
    const states: NonNullable<Patch["form"]> = [];
    for (const control of controls(page)) {
      const state = shorten(difference(read(control), defaults(control)));
      if (state === undefined || isSecret(control)) continue;
      const number = page.numberOf(control);
      if (number !== undefined) states.push([number, state]);
    }
    return states.length ? states.sort(([a], [b]) => a - b) : undefined;
  },

  apply(page, states = []) {
    const wanted = new Map(states);
    const checks: [HTMLInputElement, boolean][] = [];
    for (const control of controls(page)) {
      const number = page.numberOf(control);
      const given = number === undefined ? undefined : wanted.get(number);
      if (isSecret(control)) {
        if (given !== undefined)
          page.leaveOut({ reason: "secret", node: number!, what: `the value of ${describe(control)}` });
        continue;
      }
      const now = read(control);
      const state = { ...defaults(control), ...lengthen(given) };
      for (const key of Object.keys(now) as (keyof ControlStates)[]) {
        if (String(now[key]) === String(state[key])) continue;
        page.changed();
        if (key === "checked") checks.push([control as HTMLInputElement, state.checked!]);
        else write(control, key, state);
      }
    }
    // A radio button that is ticked unticks its group: those to tick come last.
    for (const [input, checked] of checks.sort(([, a], [, b]) => Number(a) - Number(b))) input.checked = checked;
  },
};

const controls = (page: Page) => page.stateful("input", "textarea", "select") as Iterable<Control>;

/** What nobody else may learn: passwords, one-time codes, cards, what is marked private. The target's own value stays. */
function isSecret(control: Control): boolean {
  return (
    (control as HTMLInputElement).type === "password" ||
    /(^|\s)(one-time-code|cc-\S+|(current|new)-password)(\s|$)/i.test(control.getAttribute("autocomplete") ?? "") ||
    control.closest("[data-liquid-private]") !== null
  );
}

// By name, not by `instanceof`: the control may live in another window's document.
const isSelect = (control: Control): control is HTMLSelectElement => control.localName === "select";
const isTextArea = (control: Control): control is HTMLTextAreaElement => control.localName === "textarea";

const describe = (control: Control) => `<${control.localName}${control.name ? ` name="${control.name}"` : ""}>`;

/** The live states that a control has. */
function read(control: Control): ControlStates {
  if (isSelect(control)) return { selected: selectedIndexes(control, option => option.selected) };
  if (isTextArea(control)) return { value: control.value };
  switch (control.type) {
    case "checkbox":
      return { checked: control.checked, indeterminate: control.indeterminate };
    case "radio":
      return { checked: control.checked };
    // Their value is an attribute, or can be set by nobody.
    case "hidden":
    case "submit":
    case "button":
    case "reset":
    case "image":
    case "file":
      return {};
    default:
      return { value: control.value };
  }
}

/** The states that a control has without anyone's doing. */
function defaults(control: Control): ControlStates {
  if (isSelect(control)) return { selected: defaultSelected(control) };
  if (isTextArea(control)) return { value: control.defaultValue.replace(/\r\n?/g, "\n") };
  return { value: defaultValue(control), checked: defaultChecked(control), indeterminate: false };
}

/** Of several radio buttons of a group that are marked, the last one is ticked. */
function defaultChecked(input: HTMLInputElement): boolean {
  if (!input.defaultChecked || input.type !== "radio" || !input.name) return input.defaultChecked;
  const group = (input.getRootNode() as ParentNode).querySelectorAll<HTMLInputElement>("input[type=radio i][checked]");
  return input === [...group].filter(other => other.name === input.name && other.form === input.form).at(-1);
}

const UNCHANGED = /^(text|search|tel|checkbox|radio)$/;

function defaultValue(input: HTMLInputElement): string {
  const { defaultValue } = input;
  if (UNCHANGED.test(input.type) ? !/[\r\n]/.test(defaultValue) : input.value === defaultValue) return defaultValue;
  // The browser makes a date, a number, a colour of it by rules of its own: ask a fresh one.
  const fresh = document.createElement("input");
  for (const name of ["type", "min", "max", "step", "multiple", "value"]) {
    const value = input.getAttribute(name);
    if (value !== null) fresh.setAttribute(name, value);
  }
  return fresh.value;
}

const selectedIndexes = (select: HTMLSelectElement, is: (option: HTMLOptionElement) => boolean): number[] =>
  [...select.options].flatMap((option, index) => (is(option) ? [index] : []));

/** What the selectedness setting algorithm of HTML selects. */
function defaultSelected(select: HTMLSelectElement): number[] {
  const marked = selectedIndexes(select, option => option.defaultSelected);
  if (select.multiple) return marked;
  if (marked.length) return marked.slice(-1);
  if (select.size > 1) return [];
  const isDisabled = (option: HTMLOptionElement) =>
    option.disabled || option.parentElement!.matches("optgroup[disabled]");
  return selectedIndexes(select, option => !isDisabled(option)).slice(0, 1);
}

function write(control: Control, key: keyof ControlStates, state: ControlStates): void {
  if (key === "value") {
    (control as HTMLInputElement).value = state.value!;
  } else if (key === "indeterminate") {
    (control as HTMLInputElement).indeterminate = state.indeterminate!;
  } else if (key === "selected") {
    const { options, multiple } = control as HTMLSelectElement;
    if (multiple)
      for (const [index, option] of [...options].entries()) option.selected = state.selected!.includes(index);
    else (control as HTMLSelectElement).selectedIndex = state.selected![0] ?? -1;
  }
}

function difference(now: ControlStates, before: ControlStates): ControlStates {
  const changed = Object.entries(now).filter(
    ([key, value]) => String(value) !== String(before[key as keyof ControlStates]),
  );
  return Object.fromEntries(changed);
}

/** A single state is written as its bare value: the types tell them apart. */
function shorten(states: ControlStates): ControlState | undefined {
  const keys = Object.keys(states);
  if (keys.length === 0) return undefined;
  return keys.length === 1 && keys[0] !== "indeterminate" ? Object.values(states)[0] : states;
}

function lengthen(state: ControlState | undefined): ControlStates {
  if (typeof state === "string") return { value: state };
  if (typeof state === "boolean") return { checked: state };
  return Array.isArray(state) ? { selected: state } : (state ?? {});
}
