namespace Liquid.Host.Commands;

/// <summary>A command can't be done, for a reason that whoever gave it can read and mend.</summary>
internal sealed class CommandFailure(int exitCode, string message) : Exception(message)
{
    public int ExitCode => exitCode;
}
