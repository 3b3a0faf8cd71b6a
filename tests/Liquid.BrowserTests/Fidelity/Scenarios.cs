namespace Liquid.BrowserTests.Fidelity;

/// <summary>All scenarios, in the order of the table.</summary>
public static class Scenarios
{
    private static readonly Outcome _arrives = new(Fate.Arrives);
    private static readonly Outcome _keptOut = new(Fate.Stays);

    /// <summary>What is to arrive, and what can't.</summary>
    public static IReadOnlyList<Scenario> Carried { get; } =
    [
        new("tree", "Texts, attributes; elements added, moved, removed", _arrives),
        new("rendered-again", "Lists rendered again with `innerHTML`", _arrives),
        new("document", "Attributes of `<html>` and `<body>`, the title", _arrives),
        new("svg", "SVG and MathML", _arrives),
        new("odd-attributes", "Attributes only a parser makes: `@click`, `:class`, `[value]`", _arrives),
        new("texts", "Adjacent and empty texts, comments", _arrives),
        new("templates", "Content of `<template>`", _arrives),
        new("tables", "Trees that no parser would make", _arrives),
        new("wide", "100,000 siblings, turned round, and as many new ones", _arrives),
        new("deep", "5,000 new levels", _arrives),
        new("text-fields", "Typed values", _arrives),
        new("ticks", "Ticks, also undecided ones", _arrives),
        new("selects", "Chosen options", _arrives),
        new("pickers", "Ranges, colours, dates", _arrives),
        new("form-reset", "`form.reset()` after arrival goes to the source's defaults", _arrives) { ReadOnce = true },
        new("validity", "Custom validity", _arrives),
        new("editable", "Edited text (`contenteditable`)", _arrives),
        new("file", "Chosen files", new(Fate.Stays, "file_input")),
        new("focus", "Focus, caret and selection in fields", _arrives),
        new("text-selection", "Selected text of the page", _arrives),
        new("scroll", "Scroll of the page and of elements", _arrives),
        new("details", "`<details>`", _arrives),
        new("dialog", "Dialogs", _arrives),
        new("dialog-modal", "Modal dialogs, in their order", _arrives),
        new("popover", "Popovers", _arrives),
        new("canvas", "Drawings (`<canvas>`, 2D)", _arrives),
        new("canvas-tainted", "Drawings with a picture of another origin", new(Fate.Stays, "tainted_canvas")),
        new("audio", "Position, volume, speed of sound and film", _arrives),
        new("playing", "Playing (silently: browsers let no page begin with sound)", _arrives),
        new("shadow", "Open shadow roots", _arrives),
        new("custom-elements", "Custom elements that build their own shadow root", _arrives) { ReadOnce = true },
        new("custom-elements-late", "Custom elements that render in microtasks, as Lit's", _arrives) { ReadOnce = true },
        new("adopted-sheets", "Adopted style sheets", _arrives),
        new("css-rules", "Rules that scripts put into style sheets", _arrives),
        new("frame", "Frames that the page filled itself", _arrives),
        new("frame-srcdoc", "Frames with `srcdoc`: what is in them, not the attribute", new(Fate.Arrives, "srcdoc")),
        new("frame-elsewhere", "Frames of another origin: their address, not what is in them", new(Fate.Arrives, "frame")),
        new("states", "Registered variables", _arrives),
        new("handlers", "Handlers by name work", _arrives) { ReadOnce = true },
        new("listeners", "Listeners bound at load still work", _arrives) { ReadOnce = true },
        new("policy", "A page under `default-src 'self'; require-trusted-types-for 'script'`", _arrives),
        new("greeting", "Onto a page that greets somebody else, who keeps the greeting", _arrives) { DiffersByVisitor = true },
        new("deploy", "Onto a newer deploy of the page, its sections in another order", _arrives) { DiffersByVisitor = true },
    ];

    /// <summary>What must never arrive.</summary>
    public static IReadOnlyList<Scenario> KeptOut { get; } =
    [
        new("script", "Scripts", new(Fate.Stays, "script")),
        new("frame-script", "Scripts in frames", new(Fate.Stays, "script", "srcdoc")),
        new("script-url", "`javascript:` addresses", new(Fate.Stays, "script_url")),
        new("handler-attribute", "`on…` attributes that the target's page does not hold", new(Fate.Stays, "handler_attribute")),
        new("base-address", "`<base>` and `<meta http-equiv>`", new(Fate.Stays, "base", "meta_http_equiv")),
        new("password", "Passwords", _keptOut),
        new("one-time-code", "One-time codes, card numbers", _keptOut),
        new("ignored", "What is marked `data-liquid-ignore`", _keptOut),
        new("private", "What is marked `data-liquid-private`", _keptOut),
    ];

    public static IEnumerable<Scenario> All => Carried.Concat(KeptOut);
}
