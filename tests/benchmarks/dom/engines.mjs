/** The engines by name, and what each can't carry or what else there is to know of its figures. */
export const engines = {
  liquid: { file: "liquid", note: "minified, as it is served" },
  "paper's pipeline": {
    file: "paper",
    minify: false,
    note: "vdom-virtualize 1.0.6, virtual-dom 2.1.1, @zharktas/vdom-serialize 1.0.0; not minified, since it goes by constructor names; resets the target by a diff of its own, then applies. Sends the whole base along. Where its reader fails on what its writer wrote, the error stands in place of figures. Not carried: attributes that were removed, comments, template content, shadow roots, namespaces of new nodes",
  },
  "diff-dom": {
    file: "diff-dom",
    note: "5.2.1; resets the target by a diff of its own, then applies. Not carried: indeterminate, template content, shadow roots, namespaces other than SVG",
  },
  morphdom: {
    file: "morphdom",
    note: "2.7.8, sending outerHTML. Not carried: anything a person typed or ticked, shadow roots, what markup can't say",
  },
  idiomorph: {
    file: "idiomorph",
    note: "0.8.0, sending outerHTML. Not carried: anything a person typed or ticked, shadow roots, what markup can't say",
  },
  "rrweb-snapshot": {
    file: "rrweb-snapshot",
    note: "2.2.2; builds the target anew, so no node and no listener of its page remains. Typed values become attributes. Not carried: indeterminate, scripts become <noscript>",
  },
};
