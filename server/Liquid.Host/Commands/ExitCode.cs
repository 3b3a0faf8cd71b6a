namespace Liquid.Host.Commands;

/// <summary>What a script is told by the exit code.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The relay can't do it, or not now; the message says why.</summary>
    public const int Refused = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>No relay answers there.</summary>
    public const int Unreachable = 3;

    /// <summary>The relay does not let this machine in.</summary>
    public const int Forbidden = 4;

    /// <summary>There is no such instance, or no such code.</summary>
    public const int Unknown = 5;

    /// <summary>For the help.</summary>
    public const string Meanings =
        "Exit codes: 0 done, 1 refused by the relay, 2 wrong command line, 3 no relay answers, 4 not let in (pair first), "
        + "5 unknown instance or code.";
}
