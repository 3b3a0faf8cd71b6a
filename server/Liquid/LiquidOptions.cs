using Microsoft.AspNetCore.Http;

namespace Liquid;

/// <summary>How the relay behaves. Programs bind it from the configuration section <c>Liquid</c>.</summary>
public sealed class LiquidOptions
{
    /// <summary>
    /// Which instances see each other. <c>paired</c>: those of one browser, and of the devices that joined it with a code; a
    /// cookie holds each device's ticket. <c>user</c>: those of the signed-in user of the host application. <c>shared</c>:
    /// everybody who reaches the relay, for one machine or a network that is trusted.
    /// </summary>
    public string Spaces { get; set; } = "paired";

    /// <summary>
    /// Says which space a request belongs to, in place of <see cref="Spaces"/>. <see langword="null"/> refuses the
    /// request with 403 and the problem <c>forbidden</c>, and so does what is no Unicode text or holds a NUL. Runs after the host's own authentication.
    /// </summary>
    public Func<HttpContext, ValueTask<string?>>? SpaceOf { get; set; }

    /// <summary>
    /// Where migrations wait: <c>sqlite</c>, a database in the folder <see cref="Data"/>; <c>memory</c>, which a restart
    /// empties; or, with the package Liquid.Postgres, <c>postgres</c>, the database <see cref="Postgres"/>, which several nodes
    /// may share.
    /// </summary>
    public string Store { get; set; } = "sqlite";

    /// <summary>
    /// The PostgreSQL database, such as <c>Host=localhost;Database=liquid;Username=liquid;Password=…</c>. The relay makes its
    /// tables in the schema <c>liquid</c>.
    /// </summary>
    public string? Postgres { get; set; }

    /// <summary>
    /// How long a node of several may be silent before the others take it for dead, so that its instances are away
    /// (<c>postgres</c>). It is a quarter longer until they are sure.
    /// </summary>
    public TimeSpan NodeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The folder of the SQLite database, made if it is not there; no two programs share one. When it is not given: a folder
    /// of the user's application data, by the program's name and address, such as
    /// <c>~/.local/share/liquid/demo-todo/localhost-5080</c>; for a user without one, <c>liquid-data</c> beside the program's
    /// content.
    /// </summary>
    public string? Data { get; set; }

    /// <summary>
    /// Origins, such as <c>https://app.example.org</c>, whose pages may use the relay beside its own origin.
    /// </summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>The largest body of a message, in bytes.</summary>
    public int MaxBodyBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>
    /// The largest base that is kept for targets whose own differs, in bytes; where <see cref="MaxBodyBytes"/> is smaller, that counts.
    /// </summary>
    public int MaxBaseBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>How many bases one space keeps; each is stored once, however many instances have it.</summary>
    public int MaxBasesPerSpace { get; set; } = 100;

    /// <summary>The largest envelope of a frame, in bytes.</summary>
    public int MaxEnvelopeBytes { get; set; } = 16 * 1024;

    /// <summary>How deep an envelope may nest; those of version 1 need two levels.</summary>
    public int MaxEnvelopeDepth { get; set; } = 8;

    /// <summary>The longest name of an instance or a program, in UTF-16 code units.</summary>
    public int MaxNameLength { get; set; } = 80;

    /// <summary>How many connections may be open in one space.</summary>
    public int MaxConnectionsPerSpace { get; set; } = 10_000;

    /// <summary>
    /// How many connections may be open from one address. Behind a proxy, let the host forward its headers, or all come from
    /// the proxy's address.
    /// </summary>
    public int MaxConnectionsPerAddress { get; set; } = 2000;

    /// <summary>How many new devices, each with a space of its own, may come from one address in an hour (<c>paired</c>).</summary>
    public int MaxNewSpacesPerHour { get; set; } = 200;

    /// <summary>How many wrong codes one address may try in a minute (<c>paired</c>).</summary>
    public int MaxPairingAttemptsPerAddress { get; set; } = 10;

    /// <summary>How many wrong codes all addresses together may try in a minute (<c>paired</c>).</summary>
    public int MaxPairingAttempts { get; set; } = 300;

    /// <summary>How many instances one space holds, those away included.</summary>
    public int MaxInstancesPerSpace { get; set; } = 10_000;

    /// <summary>The bytes of messages that may wait in one space; a broadcast counts once.</summary>
    public long MaxWaitingBytes { get; set; } = 256 * 1024 * 1024;

    /// <summary>How many messages may wait in one space; a broadcast counts once.</summary>
    public int MaxWaitingMessages { get; set; } = 100_000;

    /// <summary>
    /// The bytes of recent messages that are kept in memory, all spaces together; who needs older ones reads them from the
    /// store.
    /// </summary>
    public long MaxRecentBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>The part of <see cref="MaxRecentBytes"/> that one space may take.</summary>
    public long MaxRecentBytesPerSpace { get; set; } = 16 * 1024 * 1024;

    /// <summary>
    /// The bytes that larger frames, and bodies over HTTP, may take in memory from their first byte to their commit, all together. A
    /// connection whose frame finds no room is told to come again.
    /// </summary>
    public long MaxReceivingBytes { get; set; } = 256 * 1024 * 1024;

    /// <summary>The part of <see cref="MaxReceivingBytes"/> that the connections of one space may take.</summary>
    public long MaxReceivingBytesPerSpace { get; set; } = 128 * 1024 * 1024;

    /// <summary>
    /// How many messages one connection may send per second, and at once; also how many requests that change something one
    /// address may make over HTTP.
    /// </summary>
    public int MaxSendsPerSecond { get; set; } = 1000;

    /// <summary>How many messages are delivered to a connection before it acknowledges the first of them.</summary>
    public int MaxUnacknowledged { get; set; } = 256;

    /// <summary>The bytes after which no further message is delivered to a connection before it acknowledges some.</summary>
    public int MaxUnacknowledgedBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>How long a new connection may take to say <c>hello</c>.</summary>
    public TimeSpan HelloTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a frame may take from its first piece to its last: whoever sends drop by drop holds memory.</summary>
    public TimeSpan FrameTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// After how much silence a connection is closed. Clients ping at half of it; browsers hold the timers of hidden
    /// pages back by up to a minute, so less than two and a half minutes closes connections of hidden pages.
    /// </summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(150);

    /// <summary>
    /// How often the server writes a WebSocket keep-alive, so that proxies see traffic; zero writes none.
    /// </summary>
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a relay that is asked to stop goes on with <c>/healthz</c> saying no, so that a proxy sends nobody new before the
    /// connections are closed. Less than the host's own limit for stopping, which is half a minute.
    /// </summary>
    public TimeSpan StopDelay { get; set; } = TimeSpan.Zero;

    /// <summary>
    /// After how long without messages, and without connections that come or go, the relay collects the garbage of the whole process
    /// and gives its memory back to the system. Everything stands still meanwhile, the longer the more the process has in use. Zero
    /// leaves it to .NET, which collects nothing while nothing is allocated: an application that hosts the relay decides for itself.
    /// </summary>
    public TimeSpan CollectWhenQuietFor { get; set; } = TimeSpan.Zero;

    /// <summary>How long an instance may be away before the relay forgets it and what waits for it.</summary>
    public TimeSpan ForgetAfter { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long a message waits when its sender names no time to live.</summary>
    public TimeSpan DefaultTimeToLive { get; set; } = TimeSpan.FromDays(7);

    /// <summary>The longest time to live; a sender that asks for more gets this.</summary>
    public TimeSpan MaxTimeToLive { get; set; } = TimeSpan.FromDays(30);

    /// <summary>A base is a body too.</summary>
    internal int LargestBase => Math.Min(MaxBaseBytes, MaxBodyBytes);
}
