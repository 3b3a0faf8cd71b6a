using System.Diagnostics;

namespace Liquid.Tests.Stores;

/// <summary>A file system of a few megabytes, which a test can fill. Only root can have one.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _path;

    private SmallDisk(string path) => _path = path;

    private string Ballast => Path.Combine(_path, "ballast");

    /// <summary>Puts it where a folder is; <see langword="null"/> if that is not allowed here.</summary>
    public static SmallDisk? Mount(string path, int megabytes = 4) =>
        OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", path) ? new SmallDisk(path) : null;

    public void Fill()
    {
        using var file = File.OpenWrite(Ballast);
        try
        {
            while (true)
            {
                file.Write(new byte[4096]);
                file.Flush();
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    public void MakeRoom() => File.Delete(Ballast);

    /// <summary>What is opened from now on can only be read, until what is returned is disposed of.</summary>
    public IDisposable ForbidWriting()
    {
        Assert.True(Run("mount", "--bind", _path, _path) && Run("mount", "-o", "remount,bind,ro", _path));
        return new SmallDisk(_path);
    }

    public void Dispose() => Run("umount", _path);

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
