using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Liquid;

/// <summary>Tells what keeps a program from starting where whoever starts it can mend it.</summary>
public static class StartProblem
{
    /// <summary>
    /// What the person who starts the program should read; <see langword="null"/> if it is none of their doing, so that the
    /// stack is shown.
    /// </summary>
    public static string? Explain(Exception problem) => problem switch
    {
        OptionsValidationException invalid => string.Join(Environment.NewLine, invalid.Failures),

        // The configuration binder: a value that is no number or no time.
        InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } => problem.Message,

        // A file of settings that is no JSON; the cause says where.
        InvalidDataException { InnerException: { } cause } => $"{problem.Message} {cause.InnerException?.Message ?? cause.Message}",

        // A level of logging that is none.
        InvalidOperationException { Source: "Microsoft.Extensions.Logging.Configuration" } => problem.Message,

        // Kestrel: what is no address, a port that is none, https without a certificate.
        FormatException { Source: "Microsoft.AspNetCore.Http" } or ArgumentOutOfRangeException { ParamName: "port" }
            or InvalidOperationException { Source: "Microsoft.AspNetCore.Server.Kestrel.Core" } =>
            $"{problem.Message.TrimEnd('.')}. Choose another address: --urls http://127.0.0.1:5090",

        DirectoryNotFoundException => $"A folder is missing: {problem.Message.TrimEnd('.')}. Name one that is there: --contentRoot DIRECTORY",

        // Kestrel: an address that is taken or not this machine's.
        IOException or SocketException => $"{problem.Message.TrimEnd('.')}. Choose another address: --urls http://127.0.0.1:5090",
        _ => null,
    };
}
