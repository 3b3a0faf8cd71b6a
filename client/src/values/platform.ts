import type { Constructor } from "./types";

/** A type of the browser that structured clone takes and JSON does not. */
interface Kind<T = never> {
  class: Constructor<unknown>;
  write(value: T): object;
  // biome-ignore lint/suspicious/noExplicitAny: reads what `write` wrote, or throws
  read(written: any): unknown;
}

const json = (value: { toJSON(): object }) => value.toJSON();

/** Those that a page can have, by name; what is more special stands first. */
export const PLATFORM: Record<string, Kind> = {
  DOMException: {
    class: DOMException,
    write: ({ name, message }: DOMException) => ({ name, message }),
    read: ({ name, message }) => new DOMException(String(message), String(name)),
  },
  ImageData: {
    class: ImageData,
    write: ({ data, width, colorSpace }: ImageData) => ({ data, width, colorSpace }),
    read: ({ data, width, colorSpace }) => new ImageData(data, width, data.length / 4 / width, { colorSpace }),
  },
  DOMPoint: { class: DOMPoint, write: json, read: DOMPoint.fromPoint.bind(DOMPoint) },
  DOMPointReadOnly: { class: DOMPointReadOnly, write: json, read: DOMPointReadOnly.fromPoint.bind(DOMPointReadOnly) },
  DOMRect: { class: DOMRect, write: json, read: DOMRect.fromRect.bind(DOMRect) },
  DOMRectReadOnly: { class: DOMRectReadOnly, write: json, read: DOMRectReadOnly.fromRect.bind(DOMRectReadOnly) },
  DOMQuad: { class: DOMQuad, write: json, read: DOMQuad.fromQuad.bind(DOMQuad) },
  DOMMatrix: { class: DOMMatrix, write: json, read: DOMMatrix.fromMatrix.bind(DOMMatrix) },
  DOMMatrixReadOnly: {
    class: DOMMatrixReadOnly,
    write: json,
    read: DOMMatrixReadOnly.fromMatrix.bind(DOMMatrixReadOnly),
  },
};
