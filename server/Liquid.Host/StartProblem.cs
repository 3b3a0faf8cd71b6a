using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Liquid.Host;

/// <summary>A setting that keeps the program from starting.</summary>
internal sealed class StartProblem(string message) : Exception(message)
{
    /// <summary>
    /// What the person who starts the program should read; <see langword="null"/> if it is none of their doing, so that the
    /// stack is shown.
    /// </summary>
    public static string? Explain(Exception problem) => problem switch
    {
        StartProblem => problem.Message,
        OptionsValidationException invalid => string.Join(Environment.NewLine, invalid.Failures),

        // The configuration binder: a value that is no number or no time.
        InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } => problem.Message,

        // Kestrel: an address that is taken or not this machine's.
        IOException or SocketException => $"{problem.Message}. Choose another address: --urls http://127.0.0.1:5090",
        _ => null,
    };
}
