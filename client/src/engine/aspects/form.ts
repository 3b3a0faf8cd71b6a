import { isObject } from "../apply/entries";
import { isKeptBack, isSecret } from "../base/scope";
import type { ControlState, ControlStates, Patch } from "../patch";
import { type Aspect, inOrder, isNumbered, leaveOutRest, type Page } from "./aspect";
import { backToDefaults, isDirty } from "./dirty";

export type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** A box or button to tick or untick; whether it is to be dirty after that. */
type Tick = [input: HTMLInputElement, checked: boolean, isGiven: boolean];

/**
 * Typed values, ticks and chosen options, against the defaults that attributes and content give. A control that has its default is
 * listed too if somebody gave it that: it is dirty, and a later change of the default does not show. `edited` holds the controls
 * that may be so, `validity` the messages that the page's scripts had set at load.
 */
export function form(edited: Set<Node>, validity: Map<Node, string>): Aspect<"form"> {
  const defaultsOf = (control: Control) => ({ ...defaults(control), validity: validity.get(control) ?? "" });

  /**
   * Whether somebody gave a control the state that it would have by default. Of a group with several marked buttons all but one are
   * unticked by nobody's doing, and would be ticked by a reset: of these it is not said.
   */
  const wasGiven = (control: Control, key: string): boolean =>
    edited.has(control) &&
    isDirty(control, key) &&
    !(key === "checked" && (control as HTMLInputElement).defaultChecked !== defaults(control).checked);

  /** Whether a control that nobody checks got a message since load. */
  const isUnreadable = (control: Control): boolean =>
    control.validity.customError && !control.willValidate && !validity.has(control);

  /** A control to be brought to a state. */
  function bring(page: Page, control: Control, given: ControlStates, ticks: Tick[]): void {
    // The message of one that nobody checks can't be read; one that came since load goes.
    if (isUnreadable(control)) {
      control.setCustomValidity("");
      page.changed();
    }
    const now = read(control);
    const before = defaultsOf(control);
    const state = { ...before, ...given };
    for (const key of Object.keys(now) as (keyof ControlStates)[]) {
      const isSame = String(now[key]) === String(state[key]);
      // What is typed and no number or date reads as if nothing were.
      if (
        isSame &&
        !control.validity.badInput &&
        !(given[key] === before[key] && isFlagged(key) && !isDirty(control, key))
      )
        continue;
      if (isFlagged(key)) edited.add(control);
      if (key === "checked") ticks.push([control as HTMLInputElement, state.checked!, given.checked !== undefined]);
      else {
        write(control, key, state);
        page.changed();
      }
    }
  }

  return {
    section: "form",

    isSound: value => isNumbered(value, ([, state]) => isState(state)),

    capture(page) {
      const states: NonNullable<Patch["form"]> = [];
      for (const control of controls(page)) {
        const number = page.numberOf(control);
        if (number === undefined) continue;
        const { files } = control as HTMLInputElement;
        if (files?.length) {
          const count = files.length === 1 ? "1 file" : `${files.length} files`;
          page.leaveOut("file_input", number, `${count} of ${describe(control)}`);
        }
        // What is no number or date can't be read either.
        if (control.validity.badInput || isUnreadable(control)) page.leaveOut("unreadable", number, describe(control));
        const changed = difference(read(control), defaultsOf(control), key => isFlagged(key) && wasGiven(control, key));
        const state = shorten(changed);
        if (state !== undefined && !isKept(control)) states.push([number, state]);
      }
      return inOrder(states);
    },

    apply(page, states = []) {
      const wanted = new Map(states);
      const open: [Control, ControlStates][] = [];
      const clean: Control[] = [];
      for (const control of controls(page)) {
        const number = page.numberOf(control);
        if (number === undefined) continue;
        const given = wanted.get(number);
        wanted.delete(number);
        if (isKept(control)) {
          if (given !== undefined) page.leaveOut("secret", number, `the value of ${describe(control)}`);
          continue;
        }
        const state = lengthen(given);
        open.push([control, state]);
        const now = read(control);
        const before = defaults(control);
        const isDefault = (key: keyof ControlStates) =>
          String(now[key]) === String(before[key]) && !wasGiven(control, key);
        if (FLAGGED.some(key => key in now && !(key in state) && !isDefault(key))) clean.push(control);
      }
      leaveOutRest(page, wanted, "no_counterpart", "form");
      for (const control of backToDefaults(clean)) {
        edited.delete(control);
        page.changed();
      }
      const ticks: Tick[] = [];
      for (const [control, state] of open) bring(page, control, state, ticks);
      // A radio button that is ticked unticks its group: what is wrong after that is unticked by itself.
      for (const [input, checked, isGiven] of ticks.sort(([, a], [, b]) => Number(b) - Number(a))) {
        if (checked || input.checked || isGiven) input.checked = checked;
        page.changed();
      }
      for (const [control] of open) if (isSelect(control)) showChosen(control);
    },
  };
}

/** States that a control forgets when it is reset, and with them that anyone gave it one. */
const FLAGGED = ["value", "checked", "selected"] as const;
const isFlagged = (key: string) => (FLAGGED as readonly string[]).includes(key);

/** Those of that name in another namespace are none. */
const controls = (page: Page) =>
  ([...page.stateful("input", "textarea", "select")] as Control[]).filter(control => "validity" in control);

/** What nobody else may learn: passwords, one-time codes, cards, what is marked private. The target's own value stays. */
export const isKept = (control: Control): boolean =>
  isSecret(control) || control.hasAttribute("data-liquid-private") || isKeptBack(control);

/** A browser renews its copy of the chosen option when another one is chosen, and not when the option itself has changed. */
function showChosen(select: HTMLSelectElement): void {
  const copy = select.querySelector("selectedcontent");
  const chosen = select.multiple ? undefined : select.options[select.selectedIndex];
  if (!copy || copy.innerHTML === (chosen?.innerHTML ?? "")) return;
  copy.replaceChildren(...[...(chosen?.childNodes ?? [])].map(node => node.cloneNode(true)));
}

// By name, not by `instanceof`: the control may live in another window's document.
const isSelect = (control: Control): control is HTMLSelectElement => control.localName === "select";
const isTextArea = (control: Control): control is HTMLTextAreaElement => control.localName === "textarea";

const describe = (control: Control) => `<${control.localName}${control.name ? ` name="${control.name}"` : ""}>`;

/** The live states that a control has. */
export function read(control: Control): ControlStates {
  // Of a control that is barred from validation, as a disabled one, no message can be read; nor does it show.
  const validity = control.willValidate && { validity: control.validity.customError ? control.validationMessage : "" };
  if (isSelect(control)) return { selected: selectedIndexes(control, option => option.selected), ...validity };
  if (isTextArea(control)) return { value: control.value, ...validity };
  const { type, value, checked, indeterminate } = control;
  if (type === "checkbox") return { checked, indeterminate, ...validity };
  if (type === "radio") return { checked, ...validity };
  return VALUELESS.test(type) ? { ...validity } : { value, ...validity };
}

/** Types of controls whose value is an attribute, or can be set by nobody. */
const VALUELESS = /^(hidden|submit|button|reset|image|file)$/;

/** The states that a control has without anyone's doing. */
export function defaults(control: Control): ControlStates {
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
  for (const name of ["multiple", "min", "max", "step", "value", "type"]) {
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
  const able = selectedIndexes(select, option => !isDisabled(option)).slice(0, 1);
  // Where all are disabled, WebKit chooses the first one and others none; nobody can choose another.
  return able.length ? able : selectedIndexes(select, option => option.selected);
}

function write(control: Control, key: keyof ControlStates, state: ControlStates): void {
  if (key === "value") {
    (control as HTMLInputElement).value = state.value!;
  } else if (key === "validity") {
    control.setCustomValidity(state.validity!);
  } else if (key === "indeterminate") {
    (control as HTMLInputElement).indeterminate = state.indeterminate!;
  } else if (key === "selected") {
    const { options, multiple } = control as HTMLSelectElement;
    const selected = new Set(state.selected);
    if (multiple) for (const [index, option] of [...options].entries()) option.selected = selected.has(index);
    else (control as HTMLSelectElement).selectedIndex = state.selected![0] ?? -1;
  }
}

export function difference(
  now: ControlStates,
  before: ControlStates,
  isGiven: (key: string) => boolean,
): ControlStates {
  const changed = Object.entries(now).filter(
    ([key, value]) => String(value) !== String(before[key as keyof ControlStates]) || isGiven(key),
  );
  return Object.fromEntries(changed);
}

/** A single state is written as its bare value: the types tell them apart. */
export function shorten(states: ControlStates): ControlState | undefined {
  const keys = Object.keys(states);
  if (keys.length === 0) return undefined;
  return keys.length === 1 && isFlagged(keys[0]!) ? Object.values(states)[0] : states;
}

export function isState(state: unknown): state is ControlState {
  if (Array.isArray(state)) return state.every(Number.isInteger);
  if (!isObject(state)) return typeof state === "string" || typeof state === "boolean";
  const { value = "", validity = "", checked = false, indeterminate = false, selected = [] } = state;
  const isText = typeof value === "string" && typeof validity === "string";
  const isTick = typeof checked === "boolean" && typeof indeterminate === "boolean";
  return isText && isTick && Array.isArray(selected) && isState(selected);
}

export function lengthen(state: ControlState | undefined): ControlStates {
  if (typeof state === "string") return { value: state };
  if (typeof state === "boolean") return { checked: state };
  return Array.isArray(state) ? { selected: state } : (state ?? {});
}
