import { afterEach, expect, it, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { remember } from "../../../../client/src/engine";
import { closePages, page } from "../page";
import { next, pair, travel } from "../pair";

afterEach(closePages);

/** Four seconds of silence, 8,000 samples of one byte each second. */
function silence(): string {
  const wav = new DataView(new ArrayBuffer(44 + 32_000));
  const text = (at: number, characters: string) => {
    for (const [index, character] of [...characters].entries()) wav.setUint8(at + index, character.charCodeAt(0));
  };
  text(0, "RIFF");
  wav.setUint32(4, 36 + 32_000, true);
  text(8, "WAVEfmt ");
  for (const [at, value] of [
    [16, 16],
    [24, 8000],
    [28, 8000],
    [40, 32_000],
  ] as const)
    wav.setUint32(at, value, true);
  for (const [at, value] of [
    [20, 1],
    [22, 1],
    [32, 1],
    [34, 8],
  ] as const)
    wav.setUint16(at, value, true);
  text(36, "data");
  new Uint8Array(wav.buffer, 44).fill(128);
  return `data:audio/wav;base64,${btoa(Array.from(new Uint8Array(wav.buffer), byte => String.fromCharCode(byte)).join(""))}`;
}

const HTML = `<audio src="${silence()}"></audio>`;
const player = (document: Document) => document.querySelector("audio")!;

/** A person's click, without which a browser plays nothing that is heard. */
const gesture = () => userEvent.click(document.body);

async function load(document: Document): Promise<HTMLAudioElement> {
  const audio = player(document);
  if (audio.readyState < 2) await next(audio, "loadeddata");
  return audio;
}

it("where a player is and how it plays arrives, and a reset brings it back", async () => {
  const [documentA, a, documentB, b] = pair(HTML);
  const [source, target] = [await load(documentA), await load(documentB)];
  expect(a.capture()).toEqual({ base: a.fingerprint });
  source.currentTime = 1.5;
  source.playbackRate = 2;
  source.volume = 0.25;
  source.muted = true;
  target.volume = 0.5;
  const patch = travel(a.capture());
  expect(patch.media).toEqual([[4, { time: 1.5, rate: 2, volume: 0.25, muted: true }]]);
  b.apply(patch);
  expect([target.currentTime, target.playbackRate, target.volume, target.muted]).toEqual([1.5, 2, 0.25, true]);
  expect(b.apply(patch).applied).toBe(0);
  b.reset();
  expect([target.currentTime, target.playbackRate, target.volume, target.muted]).toEqual([0, 1, 1, false]);
  expect(b.capture()).toEqual({ base: b.fingerprint });
});

it("what plays goes on playing, and stops after a reset", async () => {
  const [documentA, a, documentB, b] = pair(HTML);
  const [source, target] = [await load(documentA), await load(documentB)];
  await gesture();
  await source.play();
  const patch = travel(a.capture());
  source.pause();
  const report = b.apply(patch);
  await report.settled;
  expect(report.leftOut).toEqual([]);
  expect(target.paused).toBe(false);
  b.reset();
  expect(target.paused).toBe(true);
});

it("playing that the browser forbids is a remark, which comes late", async () => {
  const [, , documentB, b] = pair(HTML);
  const forbidden = new DOMException("play() can only be initiated by a user gesture.", "NotAllowedError");
  vi.spyOn(player(documentB), "play").mockRejectedValue(forbidden);
  const report = b.apply({ base: b.fingerprint, media: [[4, { paused: false }]] });
  expect(report.leftOut).toEqual([]);
  await report.settled;
  expect(report.leftOut).toEqual([{ reason: "play", node: 4, what: "playing of <audio>" }]);
});

it("a player that plays since load is left alone", async () => {
  const document = page(HTML);
  const audio = await load(document);
  await gesture();
  await audio.play();
  const engine = remember(document);
  if (audio.currentTime < 0.1) await next(audio, "timeupdate");
  const seeks = vi.fn();
  audio.addEventListener("seeking", seeks);
  expect(engine.reset().applied).toBe(0);
  audio.pause();
  expect(seeks).not.toHaveBeenCalled();
});

it("states of another form are refused", () => {
  const [, , , b] = pair(HTML);
  for (const state of [
    null,
    1,
    { time: "1" },
    { time: -1 },
    { rate: 1e9 },
    { volume: 2 },
    { muted: 1 },
    { paused: "no" },
  ]) {
    const apply = () => b.apply({ base: b.fingerprint, media: [[4, state as never]] });
    expect(apply).toThrow(expect.objectContaining({ code: "bad_patch" }));
  }
});
