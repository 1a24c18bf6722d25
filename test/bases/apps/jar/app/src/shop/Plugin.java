package shop;

/** Loaded by its name. */
public final class Plugin {
    @Override
    public String toString() {
        return "plug-in";
    }
}
