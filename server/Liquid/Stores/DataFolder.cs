using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Liquid.Stores;

/// <summary>The folder in which this program keeps its data; while it has it, no other program can take it.</summary>
internal sealed class DataFolder(IOptions<LiquidOptions> options, IHostEnvironment environment, IConfiguration configuration)
    : IDisposable
{
    private const int MostPrograms = 100;

    /// <summary>What systems call a file that another program has: EWOULDBLOCK on Linux and macOS, a sharing violation on Windows.</summary>
    private static readonly int[] _isTaken = [11, 35, unchecked((int)0x80070020)];

    private FileStream? _lock;
    private string? _path;

    public string Path => _path ?? throw new InvalidOperationException("The folder is not taken yet.");

    /// <exception cref="StoreSettingException">It can't be made, or another program has it.</exception>
    public void Take()
    {
        if (options.Value.Data is { } chosen)
        {
            var folder = System.IO.Path.GetFullPath(chosen, environment.ContentRootPath);
            if (!TryTake(folder))
            {
                throw new StoreSettingException(
                    $"The folder \"{folder}\" is used by another relay. Stop that one, or choose another folder: --Liquid:Data=PATH");
            }

            return;
        }

        // A second program of the same name and address (port 0, say) gets a folder of its own.
        var usual = UsualFolder();
        for (var program = 1; program <= MostPrograms; program++)
        {
            if (TryTake(program == 1 ? usual : $"{usual}-{program}"))
            {
                return;
            }
        }

        throw new StoreSettingException($"All folders from \"{usual}\" on are taken. Choose one: --Liquid:Data=PATH");
    }

    public void Dispose() => _lock?.Dispose();

    private bool TryTake(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            _lock = new FileStream(
                System.IO.Path.Combine(folder, "liquid.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            _path = folder;
            return true;
        }
        catch (IOException problem) when (_isTaken.Contains(problem.HResult))
        {
            return false;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new StoreSettingException(
                $"The relay can't keep its data in \"{folder}\": {problem.Message} Choose a folder it may write: --Liquid:Data=PATH",
                problem);
        }
    }

    /// <summary>By name and address, so that programs side by side do not share one, and each finds its own again.</summary>
    private string UsualFolder()
    {
        var data = ApplicationData();
        if (data.Length == 0)
        {
            return System.IO.Path.Combine(environment.ContentRootPath, "liquid-data");
        }

        var address = configuration["urls"]?.Split(';')[0] ?? "";
        var name = Uri.TryCreate(address, UriKind.Absolute, out var url) ? $"{url.Host}-{url.Port}" : "default";
        return System.IO.Path.Combine(data, "liquid", environment.ApplicationName, name.Replace(':', '_'));
    }

    /// <summary>Made where it is not there, as in a fresh account or a container; empty for a user who may not have one.</summary>
    private static string ApplicationData()
    {
        try
        {
            return Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
