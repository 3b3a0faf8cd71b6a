import { foreignBases } from "./align/foreign";
import { giveWay, nextTask } from "./apply/alive";
import { applyNodes } from "./apply/apply";
import type { Builder } from "./apply/build";
import { check } from "./apply/check";
import { madeNodes } from "./apply/reuse";
import { guard, TRUSTING } from "./apply/safety";
import { checkSections, leaveOutMissing } from "./apply/sections";
import { adopted } from "./aspects/adopted";
import type { Aspect } from "./aspects/aspect";
import { canvas } from "./aspects/canvas";
import { focus } from "./aspects/focus";
import { form } from "./aspects/form";
import { frames } from "./aspects/frames";
import { media } from "./aspects/media";
import { open } from "./aspects/open";
import { pageOf } from "./aspects/page";
import { areRefs, captureRefs, findRefs } from "./aspects/refs";
import { scroll } from "./aspects/scroll";
import { selection } from "./aspects/selection";
import { sheets } from "./aspects/sheets";
import { givenIn, tellSlots } from "./aspects/slots";
import { numberTree } from "./base/base";
import { noteCopy, noteOriginal } from "./base/copies";
import { fingerprint } from "./base/fingerprint";
import type { Fresh } from "./base/fresh";
import { whenIdle } from "./base/idle";
import { rowOf } from "./base/rows";
import { isShadowRoot, noteMark } from "./base/scope";
import { shadowRootsOf, statefulOf } from "./base/stateful";
import { captureNodes, holdersOfBase } from "./capture/capture";
import { noStandIns, standIns } from "./capture/match";
import { writer } from "./capture/write";
import type { Engine, RememberOptions } from "./engine";
import { type Memory, memorize } from "./memory";
import { ownedForm } from "./owned/controls";
import { type Overlay, overlay } from "./owned/overlay";
import { owners } from "./owned/path";
import { ownedFocus, ownedOpen, ownedScroll } from "./owned/places";
import type { Patch, Remark, Report, Section } from "./patch";
import { refuse } from "./refuse";

/** Remembers a tree as it is now: follows what changes, and numbers its nodes, in document order, when there is time. */
export const remember = (root: Node, options?: RememberOptions): Engine => engineOn(memorize(root), options);

/** The engine on a tree that is remembered already. It is put together in idle time, or when it is first asked. */
export function engineOn(memory: Memory, options: RememberOptions = {}): Engine {
  let engine: Engine | undefined;
  const whole = () => {
    engine ??= wholeEngine(memory, options);
    return engine;
  };
  const leave = options.thorough ? () => {} : whenIdle(whole);
  if (options.thorough) whole();
  return {
    get fingerprint() {
      return whole().fingerprint;
    },
    get visited() {
      return whole().visited;
    },
    capture: options => whole().capture(options),
    describe: () => whole().describe(),
    apply: (patch, options) => whole().apply(patch, options),
    knows: fingerprint => whole().knows(fingerprint),
    learn: (fingerprint, rows) => whole().learn(fingerprint, rows),
    reset: () => whole().reset(),
    watch: memory.watch,
    stop() {
      leave();
      if (engine) engine.stop();
      else memory.stop();
    },
  };
}

function wholeEngine(memory: Memory, { thorough }: RememberOptions): Engine {
  const { root, found, tracker } = memory;
  const base = tracker.number(links => numberTree(root, found, links));
  const print = fingerprint(base, tracker);
  const readAll = thorough?.(base);
  const foreign = foreignBases({
    get fingerprint() {
      return print.value;
    },
    shape: base,
    row: number => rowOf(base, tracker, number),
    flush: tracker.flush,
  });
  const warden = guard(base, tracker);
  const slotsAtLoad = givenIn(shadowRootsOf(base));
  const makes = madeNodes(node => base.numbers.has(node));
  /** The nodes that exact patches speak of. */
  const originals = new WeakMap<Patch, Fresh>();
  // Styles lay out what is scrolled; what opens takes the focus, what is focused takes the selection and may scroll into view.
  const aspects = [
    sheets(memory.atLoad.sheets),
    adopted(memory.atLoad.adopted),
    frames(memory.frames, inner => engineOn(inner)),
    canvas(memory.atLoad.canvases),
    media(memory.atLoad.media),
    form(memory.edited, memory.atLoad.validity),
    open(memory.opened, memory.atLoad.open),
    focus(memory.lastFocused),
    selection(memory.selectionSeen),
    scroll(memory.scrolled),
    ownedForm,
    ownedOpen(memory.opened),
    ownedFocus(memory.lastFocused),
    ownedScroll(memory.scrolled),
  ] as Aspect<Section>[];
  /** Whether sections are of their form; `check` tells of nodes and shapes. */
  const forms = new Map<string, (value: unknown) => boolean>([["refs", areRefs]]);
  for (const { section, isSound } of aspects) forms.set(section, isSound);
  const sections = [...forms.keys()];
  for (const section of ["base", "nodes", "shapes"]) forms.set(section, () => true);
  const flush = () => {
    tracker.flush();
    for (const [number, { attributes }] of tracker.touched) noteMark(base.nodes[number]!, attributes);
  };
  let visited = 0;
  let turns = 0;

  const engine: Engine = {
    get fingerprint() {
      return print.value;
    },
    get visited() {
      return visited;
    },

    capture({ full = false, exact = false, leftOut = [], refs = [] } = {}) {
      if (full && !readAll) throw new TypeError("A full capture needs a tree remembered with { thorough: readFacts }.");
      flush();
      statefulOf(base, ["input", "textarea"]).forEach(noteOriginal);
      const stand = exact ? noStandIns() : standIns(base, tracker);
      const write = writer(base, stand.numberOf, () => holdersOfBase(base, tracker));
      const captured = captureNodes(base, tracker, full ? readAll!() : tracker.touched, stand, write);
      visited = captured.visited;
      leftOut.push(...write.leftOut);
      // A parser attaches shadow roots unheard.
      for (const node of [...stand.stateful, ...write.stateful]) if (isShadowRoot(node)) memory.follow(node);
      const patch: Patch = { base: print.value };
      if (captured.shapes.length) patch.shapes = captured.shapes;
      if (captured.nodes.length) patch.nodes = captured.nodes;
      const stateful = [...stand.stateful, ...write.stateful];
      // Again, since what they are copies of may have been written behind them.
      stateful.forEach(noteCopy);
      const page = pageOf(base, tracker, {
        fresh: write.fresh,
        standIns: stand.numbers,
        stateful,
        leaveOut: remark => leftOut.push(remark),
      });
      for (const { section, capture } of aspects) {
        const value = capture(page);
        if (value) Object.assign(patch, { [section]: value });
      }
      tellSlots(page, slotsAtLoad);
      for (const root of memory.closedRoots) {
        const host = root.deref()?.host;
        const number = host && tracker.holds(host) ? page.numberOf(host) : undefined;
        if (number !== undefined)
          page.leaveOut("closed_root", number, `what is in the shadow root of <${host!.localName}>`);
      }
      if (refs.length) Object.assign(patch, { refs: captureRefs(page, refs) });
      if (exact) originals.set(patch, write.fresh);
      return patch;
    },

    describe: () => base.nodes.map((_, number) => rowOf(base, tracker, number)),

    knows: foreign.knows,
    learn: foreign.learn,

    apply(given, { keep = [] } = {}) {
      flush();
      for (const section in given) {
        const value = given[section as Section];
        if (value !== undefined && forms.get(section)?.(value) !== true)
          refuse("bad_patch", `its ${section} is not of its form`);
      }
      const { patch, leftOut } = foreign.translate(given);
      const plan = check(base, print.value, patch);
      checkSections(patch, sections, plan.total);
      const own = originals.get(patch);
      const pending: Promise<unknown>[] = [];
      const builds: Builder[] = [];
      const created = (selector: string) => builds.flatMap(build => build.created(selector));
      const report: Report = { applied: 0, leftOut, created, refs: () => null, settled: Promise.resolve() };
      let layers: Overlay[] = [];
      const turn = ++turns;
      const changed = () => report.applied++;
      const leaveOut = remarksOnce(leftOut);
      const run = (isPatient: boolean): Builder => {
        const giveFocusBack = keepFocus(base.nodes[0]!);
        const build = applyNodes(base, tracker, plan, own ? TRUSTING : warden, makes, isPatient, own);
        giveFocusBack();
        report.applied += build.progress.applied;
        builds.push(build);
        build.leftOut.forEach(leaveOut);
        layers = [];
        const { made: fresh, stateful } = build;
        const page = pageOf(base, tracker, { fresh, stateful, changed, leaveOut, pending, layers });
        for (const { section, apply } of aspects) if (!keep.includes(section)) apply(page, patch[section]);
        if (!build.progress.isUnfinished) leaveOutMissing(page, patch, sections);
        report.refs = findRefs(page, patch.refs);
        if (owners(page).length) report.overlay = () => overlay(page.root, layers, () => turn === turns);
        tracker.flush();
        return build;
      };

      const { alive, progress } = run(true);
      const finish = async (): Promise<void> => {
        await nextTask();
        // A later patch has its own turn.
        if (turn !== turns) return;
        const gaveWay = alive.filter(element => giveWay(element, node => base.numbers.has(node), makes));
        if (!progress.isUnfinished && gaveWay.length === 0) return;
        tracker.flush();
        run(false);
      };
      if (alive.length) pending.push(finish());
      report.settled = settle(pending);
      return report;
    },

    reset: () => engine.apply({ base: print.value }),
    watch: memory.watch,

    stop() {
      memory.stop();
      print.stop();
    },
  };
  return engine;
}

/** Waits for all that is pending, and for what becomes so meanwhile. */
async function settle(pending: Promise<unknown>[]): Promise<void> {
  for (let count = -1; count !== pending.length; ) {
    count = pending.length;
    await Promise.all(pending);
  }
}

/** Adds remarks that are not there yet. */
function remarksOnce(remarks: Remark[]): (remark: Remark) => void {
  const known = new Set<string>();
  return remark => {
    const key = JSON.stringify(remark);
    if (!known.has(key)) remarks.push(remark);
    known.add(key);
  };
}

/** Remembers the focused element; the function returned gives the focus back if a move took it. */
function keepFocus(root: Node): () => void {
  const document = root.ownerDocument ?? (root as Document);
  const active = document.activeElement as HTMLElement | null;
  return () => {
    if (active !== document.activeElement && active?.isConnected) active.focus?.({ preventScroll: true });
  };
}
